package io.pinisi.portal.web;

import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.auth.token.ApiTokens;

/**
 * How people sign in: by providers where there are some, and by local accounts; and their programs
 * by tokens.
 */
public record WaysIn(
        LocalAccounts accounts,
        SingleSignOn singleSignOn,
        SignInRecords records,
        ApiTokens tokens) {}
