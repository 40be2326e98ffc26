-- Who has signed in through a provider, as of the last time; lists are one name on a line.
create table person (
    subject varchar(512) not null primary key,
    name varchar(256) not null,
    provider varchar(64) not null,
    group_names varchar(262144) not null,
    seen_at bigint not null
);

-- Tokens of persons. The secret is not here, only its hash. Lists are one value on a line, empty for no limit.
create table personal_token (
    id varchar(64) not null primary key,
    secret_hash varchar(64) not null,
    subject varchar(512) not null,
    owner_name varchar(256) not null,
    provider varchar(64) not null,
    label varchar(256) not null,
    group_names varchar(262144) not null,
    namespaces varchar(65536) not null,
    verbs varchar(4096) not null,
    apis varchar(65536) not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    used_at bigint,
    used_from varchar(256) not null
);

create index personal_token_by_subject on personal_token (subject, created_at);
