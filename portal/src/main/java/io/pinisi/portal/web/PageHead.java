package io.pinisi.portal.web;

import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;

/**
 * Finishes the page that Vaadin loads into: language, the person's theme, the mark, and a nonce on
 * every script so that the content policy can forbid all others.
 */
@Singleton
final class PageHead implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1L;
    private static final int NONCE_BYTES = 16;

    private final transient SecureRandom random = new SecureRandom();
    private final String ways;

    /** Signing out leads to the provider, and the form that does it stands on these pages. */
    PageHead(WaysIn waysIn) {
        ways =
                waysIn.singleSignOn().providers().stream()
                        .map(provider -> " " + origin(provider.issuer()))
                        .collect(Collectors.joining());
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(this::finish);
        event.getSource()
                .setSystemMessagesProvider(
                        info -> {
                            CustomizedSystemMessages messages = new CustomizedSystemMessages();
                            messages.setSessionExpiredNotificationEnabled(false);
                            messages.setSessionExpiredURL(SignInServlet.PATH + "?ended");
                            return messages;
                        });
    }

    private void finish(IndexHtmlResponse page) {
        Document document = page.getDocument();
        VaadinServletRequest request = (VaadinServletRequest) page.getVaadinRequest();
        document.child(0)
                .attr("lang", "en")
                .attr("data-theme", ThemeCookie.of(request.getCookies()).orElse("system"));
        document.head().appendElement("link").attr("rel", "icon").attr("href", "/assets/mark.svg");
        document.head()
                .appendElement("meta")
                .attr("name", "color-scheme")
                .attr("content", "light dark");
        String nonce = nonce();
        document.select("script").forEach(script -> script.attr("nonce", nonce));
        page.getVaadinResponse()
                .setHeader(SecurityHeaders.POLICY, SecurityHeaders.vaadinPage(nonce, ways));
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
