package io.pinisi.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.concurrent.Semaphore;

/**
 * Argon2id. At most {@link #PARALLEL} hashes are computed at a time, because each takes {@link
 * #MEMORY_KIB} of memory and anonymous callers can ask for them.
 */
final class PasswordHashes {
    static final int MEMORY_KIB = 19_456;
    static final int ITERATIONS = 2;
    static final int PARALLEL = 4;

    private final Argon2Function argon2 =
            Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, 1, 32, Argon2.ID);
    private final Semaphore memory = new Semaphore(PARALLEL, true);
    private final String nobody;

    PasswordHashes() {
        nobody = hash("a password that no account has");
    }

    String hash(String password) {
        memory.acquireUninterruptibly();
        try {
            return Password.hash(password).addRandomSalt(16).with(argon2).getResult();
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
