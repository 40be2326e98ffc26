-- Objects are asked for by prefix, whatever the server's locale.
alter table audit_record alter column object_ref type varchar(1024) collate "C";

-- The namespace that a record's object lies in or is; derived, so that nobody can set it apart from the object.
alter table audit_record add column namespace varchar(1024) generated always as (
    coalesce(
        substring(object_ref from '^[^ ]+ [^ ]+ ([^ /]+)/'),
        substring(object_ref from '^[^ ]+ namespaces(?:/[^ ]*)? ([^ /]+)$'))) stored;

create index audit_record_by_namespace on audit_record (namespace, seq);
