package io.pinisi.portal.web;

/** What everybody may have without signing in: the sign-in page, its files, and health. */
final class PublicPaths {
    private PublicPaths() {}

    static boolean contains(String path) {
        return path.equals(SignInServlet.PATH)
                || path.startsWith(SingleSignOnServlet.PATH)
                || path.equals("/health")
                || path.startsWith("/health/")
                || path.startsWith("/assets/")
                || path.startsWith("/aura/")
                || path.equals("/favicon.ico");
    }
}
