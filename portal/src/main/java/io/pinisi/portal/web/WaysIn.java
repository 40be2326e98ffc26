package io.pinisi.portal.web;

import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.SingleSignOn;

/** How people sign in: by providers where there are some, and by local accounts. */
public record WaysIn(LocalAccounts accounts, SingleSignOn singleSignOn, SignInRecords records) {}
