"""Many wards in one installation: a schema and a home for each, one set of services that serves them all by turns."""
