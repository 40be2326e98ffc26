package io.pinisi.cluster.network.dns;

/** The types of records that are asked for; the numbers are the protocol's. */
public enum QuestionType {
    A(1),
    CNAME(5),
    SOA(6),
    PTR(12),
    TXT(16),
    AAAA(28),
    SRV(33),
    ANY(255),
    OTHER(0);

    private final int code;

    QuestionType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static QuestionType of(int code) {
        for (QuestionType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return OTHER;
    }
}
