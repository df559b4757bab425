"""The pages that people read: HTML from templates, in five languages, whole without JavaScript."""
