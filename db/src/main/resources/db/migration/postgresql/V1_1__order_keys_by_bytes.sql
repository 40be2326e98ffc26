-- Keys are ranges of prefixes; their order must not depend on the server's locale.
alter table revision alter column object_key type varchar(1024) collate "C";
alter table live alter column object_key type varchar(1024) collate "C";
