package io.pinisi.portal.approvals;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;

/** Requests for approval; each call acts as the person it is given. */
public interface ApprovalService {
    Changes changes();

    /** Those that are open, and what may be asked for. */
    Inbox inbox(Identity who);

    /** How many wait for the person's decision. */
    int waiting(Identity who);

    /** Those that are decided or expired, newest first. */
    Page<Approval> over(Identity who, PageRequest page);

    Approval request(Identity who, String id);

    void approve(Identity who, String request, String comment);

    /** Also takes back what the person asked for himself, and ends access. */
    void deny(Identity who, String request, String comment);

    /** Says why the person asked. */
    void explain(Identity who, String request, String reason, String ticket);

    /** Asks for access, and returns the request's id. */
    String ask(Identity who, AccessWish wish);
}
