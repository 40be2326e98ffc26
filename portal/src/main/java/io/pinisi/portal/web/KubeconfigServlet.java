package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.CodeFlow;
import io.pinisi.auth.oidc.ProviderException;
import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.auth.oidc.Tokens;
import io.pinisi.portal.kubeconfig.Access;
import io.pinisi.portal.kubeconfig.KubeconfigFile;
import io.pinisi.portal.kubeconfig.KubernetesApi;
import io.pinisi.portal.kubeconfig.KubernetesApis;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a person a kubeconfig: goes to the provider once for each API, for tokens that count there
 * only, which nobody notices who is signed in there; the last trip ends with the file.
 */
@Singleton
final class KubeconfigServlet extends HttpServlet {
    static final String PATH = "/kubeconfig";
    private static final String CALLBACK = PATH + "/callback";
    private static final String FAILED = "/account?kubeconfig";
    private static final long serialVersionUID = 1L;
    private static final String COLLECTED = KubeconfigServlet.class.getName();
    private static final Logger log = LoggerFactory.getLogger(KubeconfigServlet.class);

    private final transient SingleSignOn singleSignOn;
    private final transient SignInRecords records;
    private final transient KubernetesApis apis;
    private final transient PendingCookie pending;
    private final transient PortalAddress address;

    /** What the trips so far have brought, and where the next goes. */
    private record Collected(List<KubernetesApi> wanted, List<Access> got) {
        Collected {
            wanted = List.copyOf(wanted);
            got = List.copyOf(got);
        }

        Optional<KubernetesApi> next() {
            return got.size() < wanted.size()
                    ? Optional.of(wanted.get(got.size()))
                    : Optional.empty();
        }

        Collected with(Access more) {
            List<Access> all = new ArrayList<>(got);
            all.add(more);
            return new Collected(wanted, all);
        }
    }

    KubeconfigServlet(
            WaysIn waysIn, KubernetesApis apis, PendingCookie pending, PortalAddress address) {
        this.singleSignOn = waysIn.singleSignOn();
        this.records = waysIn.records();
        this.apis = apis;
        this.pending = pending;
        this.address = address;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!(request.getUserPrincipal() instanceof Identity who)) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        Optional<ProviderSettings> provider = singleSignOn.provider(who.provider());
        if (provider.isEmpty() || apis.get().isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            if ("/callback".equals(request.getPathInfo())) {
                arrive(who, provider.get(), request, response);
            } else {
                leave(who, new Collected(apis.get(), List.of()), request, response);
            }
        } catch (ProviderException e) {
            log.warn("user={} no kubeconfig: {}", who.name(), e.getMessage());
            if (e.kind() == ProviderException.Kind.REFUSED) {
                record(who, SignInRecords.DENIED, request);
            }
            response.sendRedirect(FAILED);
        }
    }

    private void leave(
            Identity who,
            Collected collected,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, ProviderException {
        KubernetesApi next = collected.next().orElseThrow();
        CodeFlow.Begun begun = flow(who, next, request).begin("/account");
        request.getSession().setAttribute(COLLECTED, collected);
        pending.keep(response, begun.pending());
        response.sendRedirect(begun.redirect().toString());
    }

    private void arrive(
            Identity who,
            ProviderSettings provider,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, ProviderException {
        HttpSession session = request.getSession();
        if (!(session.getAttribute(COLLECTED) instanceof Collected collected)) {
            response.sendRedirect(FAILED);
            return;
        }
        session.removeAttribute(COLLECTED);
        KubernetesApi api = collected.next().orElseThrow();
        Tokens tokens =
                singleSignOn.redeem(
                        flow(who, api, request),
                        Objects.requireNonNullElse(request.getQueryString(), ""),
                        singleSignOn.fresh(pending.take(request, response)));
        if (!who.subject().equals(provider.prefix() + tokens.claims().get("sub"))) {
            log.warn("user={} somebody else is signed in at the provider", who.name());
            record(who, SignInRecords.DENIED, request);
            response.sendRedirect(FAILED);
            return;
        }
        Collected more = collected.with(new Access(api, tokens));
        if (more.next().isPresent()) {
            leave(who, more, request, response);
        } else {
            send(who, KubeconfigFile.of(provider, more.got()), request, response);
        }
    }

    private CodeFlow flow(Identity who, KubernetesApi api, HttpServletRequest request)
            throws ProviderException {
        return singleSignOn.handOut(
                who.provider(), api.client(), address.of(request).resolve(CALLBACK));
    }

    private void send(
            Identity who, String file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        record(who, SignInRecords.ALLOWED, request);
        response.setContentType("application/yaml;charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"pinisi-kubeconfig\"");
        response.getWriter().write(file);
    }

    private void record(Identity who, String result, HttpServletRequest request)
            throws IOException {
        try {
            records.append(who, "download-kubeconfig", result, Caller.of(request));
        } catch (InterruptedException e) {
            throw Interruptions.during("the download", e);
        }
    }
}
