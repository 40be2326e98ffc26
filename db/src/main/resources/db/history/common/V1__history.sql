-- Who tells of states, and how far each was followed.
create table history_source (
    source varchar(256) not null primary key,
    position bigint not null,
    last_at bigint not null
);

-- One row. States that ended before the horizon are gone, but for those that are held.
create table history_horizon (
    id smallint not null primary key,
    horizon bigint not null
);

insert into history_horizon (id, horizon) values (1, 0);

-- gone_at is when it was last deleted; the greatest number while it exists. Of most objects of a long history
-- these two say that they need not be looked at.
create table history_object (
    id bigint not null primary key,
    source varchar(256) not null,
    resource varchar(256) not null,
    namespace varchar(256) not null,
    name varchar(1024) not null,
    first_at bigint not null,
    gone_at bigint not null
);

create unique index history_object_by_key on history_object (source, resource, namespace, name);
create index history_object_by_namespace on history_object (source, namespace, resource, name);
create index history_object_by_end on history_object (source, gone_at, first_at);

-- What an object was from from_at on, until its next state: rows are only ever added, because a change of an
-- older one would write a whole page anew. No body (length -1) means that the object did not exist. A body with
-- a keyframe is compressed against that row's body. What is longer than H2's longest binary string goes on in
-- body_rest.
create table history_state (
    id bigint not null primary key,
    object_id bigint not null,
    revision bigint not null,
    from_at bigint not null,
    actor varchar(512) not null,
    request_id varchar(128) not null,
    keyframe bigint,
    length integer not null,
    body bytea,
    body_rest bytea
);

create index history_state_by_object on history_state (object_id, from_at desc, id desc);
create index history_state_by_time on history_state (from_at, id);

-- While a hold stands, nothing of its namespace is forgotten; an empty namespace holds everything.
create table history_hold (
    name varchar(256) not null primary key,
    namespace varchar(256) not null,
    reason varchar(1024) not null,
    placed_by varchar(512) not null,
    placed_at bigint not null
);
