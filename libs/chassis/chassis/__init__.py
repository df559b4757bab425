"""The plumbing every Stafett service stands on: event store, inbox, outbox, bus, views, start-up."""
