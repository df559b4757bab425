-- Who follows an article of the help, in which language, and the text that they were told of last.
CREATE TABLE article_follows (
  person      uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  article     text NOT NULL,
  language    text NOT NULL,
  digest      text NOT NULL,
  followed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person, article)
);
