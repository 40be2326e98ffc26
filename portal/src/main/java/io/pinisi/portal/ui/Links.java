package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Anchor;

/** Links to pages of the portal, followed without loading the page anew. */
public final class Links {
    private Links() {}

    /**
     * @param path without a leading slash
     */
    public static Anchor to(String path) {
        Anchor anchor = new Anchor("/" + path, "");
        anchor.getElement().setAttribute("router-link", true);
        return anchor;
    }

    public static Anchor to(String path, String text) {
        Anchor anchor = to(path);
        anchor.setText(text);
        return anchor;
    }

    /** A link that looks like the main button of its page. */
    public static Anchor button(String text, String path) {
        Anchor anchor = to(path, text);
        anchor.addClassName("button");
        return anchor;
    }
}
