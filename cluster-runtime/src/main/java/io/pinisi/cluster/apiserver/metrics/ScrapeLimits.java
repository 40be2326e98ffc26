package io.pinisi.cluster.apiserver.metrics;

import java.time.Duration;

/**
 * @param look how often nodes are looked for; also how soon a node's first sample gets its second
 * @param resolution between two samples of a node
 * @param answer how long one agent may take
 * @param answerBytes how much one agent may say
 * @param fresh how old a sample may be and still be answered from
 * @param nodes how many nodes are asked; further ones have no metrics
 * @param containers how many containers of one node are kept
 */
record ScrapeLimits(
        Duration look,
        Duration resolution,
        Duration answer,
        int answerBytes,
        Duration fresh,
        int nodes,
        int containers) {
    static final ScrapeLimits STANDARD =
            new ScrapeLimits(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10),
                    4 << 20,
                    Duration.ofSeconds(60),
                    5000,
                    2000);
}
