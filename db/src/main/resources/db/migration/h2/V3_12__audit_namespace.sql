-- The namespace that a record's object lies in or is; derived, so that nobody can set it apart from the object.
alter table audit_record add column namespace varchar(1024) generated always as (
    coalesce(
        regexp_substr(object_ref, '^[^ ]+ [^ ]+ ([^ /]+)/', 1, 1, '', 1),
        regexp_substr(object_ref, '^[^ ]+ namespaces(?:/[^ ]*)? ([^ /]+)$', 1, 1, '', 1)));

create index audit_record_by_namespace on audit_record (namespace, seq);
