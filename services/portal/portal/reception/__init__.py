"""Reception: how a company receives its documents."""
