-- What one request caused is asked for by its id.
create index audit_record_by_request on audit_record (request_id);
