package io.pinisi.cluster.registry;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes what has to be unique; a test gives known ones. */
public interface IdSource {
    String uid();

    /** The end of a generated name, five characters that spell no words. */
    String suffix();

    static IdSource random() {
        return new IdSource() {
            private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
            private static final int LENGTH = 5;

            @Override
            public String uid() {
                return UUID.randomUUID().toString();
            }

            @Override
            public String suffix() {
                StringBuilder suffix = new StringBuilder(LENGTH);
                for (int i = 0; i < LENGTH; i++) {
                    int at = ThreadLocalRandom.current().nextInt(LETTERS.length());
                    suffix.append(LETTERS.charAt(at));
                }
                return suffix.toString();
            }
        };
    }
}
