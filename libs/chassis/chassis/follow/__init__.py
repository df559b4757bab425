"""One reader of the log a service: it feeds the views, acts and schedules of all areas."""
