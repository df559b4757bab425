"""What every route and page stands on: who asks, problems, forms, words, files up and down."""
