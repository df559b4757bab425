"""One reader of the log for each service: it feeds the views, acts and schedules of all areas."""
