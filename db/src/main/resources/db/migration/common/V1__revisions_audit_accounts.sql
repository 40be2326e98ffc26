-- One row. Every transaction of the writer compares and sets it, so that two writers never both commit.
create table head (
    id smallint not null primary key,
    epoch bigint not null,
    revision bigint not null,
    compacted bigint not null,
    audit_seq bigint not null,
    audit_hash varchar(64) not null
);

insert into head (id, epoch, revision, compacted, audit_seq, audit_hash)
values (1, 0, 0, 0, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- The log. A body longer than H2's longest binary string goes on in body_rest.
create table revision (
    number bigint not null primary key,
    object_key varchar(1024) not null,
    operation smallint not null,
    created_at bigint not null,
    body bytea not null,
    body_rest bytea,
    actor varchar(512) not null,
    request_id varchar(128) not null,
    written_at bigint not null
);

create index revision_by_key on revision (object_key, number);

-- The newest revision of every key that exists.
create table live (
    object_key varchar(1024) not null primary key,
    number bigint not null,
    created_at bigint not null
);

create table audit_record (
    seq bigint not null primary key,
    recorded_at bigint not null,
    actor varchar(512) not null,
    group_names varchar(8192) not null,
    verb varchar(64) not null,
    object_ref varchar(1024) not null,
    request_id varchar(128) not null,
    source varchar(256) not null,
    channel varchar(64) not null,
    result varchar(128) not null,
    detail varchar(65536) not null,
    revision bigint,
    hash varchar(64) not null
);

create index audit_record_by_actor on audit_record (actor, seq);
create index audit_record_by_time on audit_record (recorded_at);

create table account (
    name varchar(256) not null primary key,
    password_hash varchar(1024) not null,
    must_change boolean not null,
    disabled boolean not null,
    created_at bigint not null
);

create table account_group (
    account varchar(256) not null,
    group_name varchar(256) not null,
    primary key (account, group_name),
    foreign key (account) references account (name) on delete cascade
);
