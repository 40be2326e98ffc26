package io.pinisi.cluster.apiserver.negotiation;

/** The two directions of the protobuf form, read in when the first client wants it. */
final class Protobuf {
    static final ProtobufSchema SCHEMA = ProtobufSchema.load();
    static final ProtobufDecoder DECODER = new ProtobufDecoder(SCHEMA);
    static final ProtobufEncoder ENCODER = new ProtobufEncoder(SCHEMA);

    private Protobuf() {}
}
