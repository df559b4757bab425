"""A mail catcher: it takes everything by SMTP, delivers nothing, and shows it in the browser and as JSON."""
