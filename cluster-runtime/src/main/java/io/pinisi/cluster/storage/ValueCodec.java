package io.pinisi.cluster.storage;

/** How a resource's values look on disk; the key is bound in so that values cannot be swapped. */
public interface ValueCodec {
    ValueCodec PLAIN =
            new ValueCodec() {
                @Override
                public byte[] encode(String key, byte[] json) {
                    return json;
                }

                @Override
                public byte[] decode(String key, byte[] stored) {
                    return stored;
                }
            };

    byte[] encode(String key, byte[] json);

    /** Fails where the value was not written under this key with a key we hold. */
    byte[] decode(String key, byte[] stored);
}
