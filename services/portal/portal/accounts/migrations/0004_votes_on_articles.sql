-- What readers of the help thought of an article; a form that is sent twice is one vote.
CREATE TABLE article_votes (
  request  uuid PRIMARY KEY,
  article  text NOT NULL,
  language text NOT NULL,
  helpful  boolean NOT NULL,
  comment  text NOT NULL DEFAULT '',
  voted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX article_votes_article ON article_votes (article);
