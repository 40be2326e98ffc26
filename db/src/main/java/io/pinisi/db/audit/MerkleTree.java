package io.pinisi.db.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

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

    /** What proves that a leaf is among these, after RFC 6962, section 2.1.1: from the leaf up. */
    static List<byte[]> path(List<byte[]> leaves, int index) {
        List<byte[]> path = new ArrayList<>();
        collect(leaves, index, path);
        return path;
    }

    private static void collect(List<byte[]> leaves, int index, List<byte[]> path) {
        if (leaves.size() < 2) {
            return;
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> first = leaves.subList(0, left);
        List<byte[]> second = leaves.subList(left, leaves.size());
        if (index < left) {
            collect(first, index, path);
            path.add(rootOf(second));
        } else {
            collect(second, index - left, path);
            path.add(rootOf(first));
        }
    }

    private static byte[] rootOf(List<byte[]> leaves) {
        MerkleTree tree = new MerkleTree();
        leaves.forEach(tree::add);
        return tree.root();
    }

    /**
     * The root of a tree of so many leaves that has this one at this place, if the path is true.
     *
     * @throws IllegalArgumentException the path is not as long as such a tree is high there
     */
    static byte[] rootBy(byte[] leaf, long index, long leaves, List<byte[]> path) {
        return climb(hash(LEAF, leaf, new byte[0]), index, leaves, path, path.size());
    }

    private static byte[] climb(
            byte[] leaf, long index, long leaves, List<byte[]> path, int length) {
        if (leaves < 2) {
            if (length != 0) {
                throw new IllegalArgumentException("the path is too long");
            }
            return leaf;
        }
        if (length == 0) {
            throw new IllegalArgumentException("the path is too short");
        }
        long left = Long.highestOneBit(leaves - 1);
        byte[] sibling = path.get(length - 1);
        return index < left
                ? hash(NODE, climb(leaf, index, left, path, length - 1), sibling)
                : hash(NODE, sibling, climb(leaf, index - left, leaves - left, path, length - 1));
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
