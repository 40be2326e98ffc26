-- Signed statements that the records of a range of checkpoints were let go.
create table audit_retirement (
    number bigint not null primary key,
    first_checkpoint bigint not null,
    last_checkpoint bigint not null,
    first_seq bigint not null,
    last_seq bigint not null,
    retired_at bigint not null,
    digest varchar(64) not null,
    key_id varchar(64) not null,
    signature varchar(128) not null
);

-- Records that fit a hold are kept whatever their age; null and empty mean any.
create table audit_hold (
    name varchar(256) not null primary key,
    actor varchar(512) not null,
    namespaces varchar(8192) not null,
    from_at bigint,
    until_at bigint,
    reason varchar(1024) not null,
    placed_by varchar(512) not null,
    placed_at bigint not null,
    ends_at bigint
);
