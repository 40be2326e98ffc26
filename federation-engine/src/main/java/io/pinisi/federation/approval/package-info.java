/**
 * What nobody does alone: acts that need the approval of others before the hub lets them through.
 *
 * <p>Key types: {@link io.pinisi.federation.approval.ApprovalPolicy} says which acts and who
 * decides; {@link io.pinisi.federation.approval.ApprovalRequest} is one act that somebody wants to
 * do; {@link io.pinisi.federation.approval.Transitions} is the whole life of a request as pure
 * functions; {@link io.pinisi.federation.approval.ApprovalRules} are the hub's rules; {@link
 * io.pinisi.federation.approval.ApprovalKeeper} lets requests expire and carries access that was
 * granted into the members.
 *
 * <p>Invariants: nobody approves what he asked for; who decided and when is what the hub knows of
 * the request that said so, never what the request says; an approval covers one digest of one
 * person's act and is used once; nothing of a request changes once somebody has decided.
 */
@NullMarked
package io.pinisi.federation.approval;

import org.jspecify.annotations.NullMarked;
