-- What is asked for by one value is read newest first without looking at anything else.
create index audit_record_by_verb on audit_record (verb, seq);
create index audit_record_by_result on audit_record (result, seq);
create index audit_record_by_object on audit_record (object_ref);
drop index audit_record_by_request;
create index audit_record_by_request on audit_record (request_id, seq);
