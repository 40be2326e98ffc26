-- Pages follow each other by name; their order must not depend on the server's locale.
alter table history_object alter column resource type varchar(256) collate "C";
alter table history_object alter column namespace type varchar(256) collate "C";
alter table history_object alter column name type varchar(1024) collate "C";
