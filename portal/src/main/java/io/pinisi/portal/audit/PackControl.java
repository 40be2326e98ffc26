package io.pinisi.portal.audit;

import java.util.List;

/** What an evidence pack can be about, and what it then asks. */
public record PackControl(String name, String title, List<String> questions) {
    public PackControl {
        questions = List.copyOf(questions);
    }
}
