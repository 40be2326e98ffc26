package io.pinisi.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;

/**
 * Argon2id. At most {@link #PARALLEL} hashes are computed at a time, because each takes {@link
 * #MEMORY_KIB} of memory and anonymous callers can ask for them.
 */
final class PasswordHashes {
    static final int MEMORY_KIB = 19_456;
    static final int ITERATIONS = 2;
    static final int PARALLEL = 4;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2Function argon2 =
            Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, 1, HASH_BYTES, Argon2.ID);
    private final Semaphore memory = new Semaphore(PARALLEL, true);
    final String nobody = nobody();

    /** Has the form of every other hash, and no known password: its bytes are drawn. */
    private static String nobody() {
        byte[] drawn = new byte[SALT_BYTES + HASH_BYTES];
        new SecureRandom().nextBytes(drawn);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
                .formatted(
                        MEMORY_KIB,
                        ITERATIONS,
                        base64.encodeToString(Arrays.copyOf(drawn, SALT_BYTES)),
                        base64.encodeToString(Arrays.copyOfRange(drawn, SALT_BYTES, drawn.length)));
    }

    String hash(String password) {
        memory.acquireUninterruptibly();
        try {
            return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
        } finally {
            memory.release();
        }
    }

    boolean matches(String password, String hash) {
        memory.acquireUninterruptibly();
        try {
            return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
        } finally {
            memory.release();
        }
    }

    /** Takes as long as a real comparison, so that time does not tell which names exist. */
    void compareWithNobody(String password) {
        matches(password, nobody);
    }
}
