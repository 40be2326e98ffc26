package io.pinisi.cluster.apiserver.fairness;

/**
 * Gives a flow a hand of queues out of a deck, always the same hand. Two flows rarely have the
 * whole hand in common, so a flow that fills its queues leaves a free one to nearly every other.
 */
final class ShuffleSharding {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final int deckSize;
    private final int handSize;

    ShuffleSharding(int deckSize, int handSize) {
        if (handSize < 1 || deckSize < handSize) {
            throw new IllegalArgumentException(handSize + " of " + deckSize + " queues");
        }
        this.deckSize = deckSize;
        this.handSize = handSize;
    }

    /** A number for a flow that is spread evenly. */
    static long hash(String schema, String distinguisher) {
        long hash = mixIn(FNV_OFFSET, schema);
        hash = mixIn((hash ^ 0xff) * FNV_PRIME, distinguisher);
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    private static long mixIn(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Distinct indexes of queues. */
    int[] hand(long hash) {
        int[] hand = new int[handSize];
        long rest = hash;
        for (int dealt = 0; dealt < handSize; dealt++) {
            int left = deckSize - dealt;
            int card = (int) Long.remainderUnsigned(rest, left);
            rest = Long.divideUnsigned(rest, left);
            insert(hand, dealt, card);
        }
        return hand;
    }

    /** Counts {@code card} among those not yet dealt; the dealt ones are kept in order. */
    private static void insert(int[] hand, int dealt, int card) {
        int place = 0;
        int value = card;
        while (place < dealt && hand[place] <= value) {
            value++;
            place++;
        }
        System.arraycopy(hand, place, hand, place + 1, dealt - place);
        hand[place] = value;
    }
}
