-- Signed statements about ranges of audit_record that follow each other without a gap.
create table audit_checkpoint (
    number bigint not null primary key,
    first_seq bigint not null,
    last_seq bigint not null,
    created_at bigint not null,
    tree_root varchar(64) not null,
    chain_hash varchar(64) not null,
    previous varchar(64) not null,
    key_id varchar(64) not null,
    signature varchar(128) not null
);
