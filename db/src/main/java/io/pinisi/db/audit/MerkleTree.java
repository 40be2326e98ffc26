package io.pinisi.db.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The hash of a list, grown leaf by leaf, after RFC 6962, section 2.1: leaves and nodes are hashed
 * with different prefixes, so that no node can pass for a leaf. Keeps one hash for each complete
 * subtree, the widest first.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final Deque<byte[]> subtrees = new ArrayDeque<>();
    private long leaves;

    public void add(byte[] leaf) {
        byte[] hash = hash(LEAF, leaf, new byte[0]);
        for (long rest = leaves; (rest & 1) == 1; rest >>= 1) {
            hash = hash(NODE, subtrees.removeLast(), hash);
        }
        subtrees.addLast(hash);
        leaves++;
    }

    /** The hash of all leaves so far. */
    public byte[] root() {
        Iterator<byte[]> fromTheNarrowest = subtrees.descendingIterator();
        if (!fromTheNarrowest.hasNext()) {
            return sha256().digest();
        }
        byte[] root = fromTheNarrowest.next();
        while (fromTheNarrowest.hasNext()) {
            root = hash(NODE, fromTheNarrowest.next(), root);
        }
        return root;
    }

    private static byte[] hash(byte prefix, byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update(prefix);
        digest.update(left);
        return digest.digest(right);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
