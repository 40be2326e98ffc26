/**
 * The audit log in the original's form: which requests are recorded, how much of them and when is
 * told by a policy ({@code audit.k8s.io/v1}), and the records are lines of JSON in files that take
 * turns. It stands beside the product's own audit log, which no policy can silence.
 *
 * <p>Key types: {@link AuditPolicy} decides, {@link PolicyAudit} watches requests go by, {@link
 * EventBuilder} words them, {@link RotatingFile} keeps them. Invariant: bodies are looked at only
 * where the policy's level asks for them.
 */
@NullMarked
package io.pinisi.cluster.apiserver.auditpolicy;

import org.jspecify.annotations.NullMarked;
