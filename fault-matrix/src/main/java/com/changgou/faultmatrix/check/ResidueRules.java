package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.State.Fence;
import com.changgou.faultmatrix.check.State.Residue;
import com.changgou.faultmatrix.check.State.TaskRow;
import com.changgou.faultmatrix.check.State.Undo;

/**
 * I6: what is left. Undo images of a committed transaction may stay, since they are deleted from a queue in memory; so may guard rows
 * of one that was rolled back, and fence rows of branches that are decided.
 */
final class ResidueRules {

    private ResidueRules() {}

    static void nothingIsLeft(Run run, Violations violations) {
        Residue residue = run.now.residue();
        residue.undo().forEach(undo -> undoMayStay(run, undo, violations));
        residue.fences().stream()
                .filter(fence -> fence.status() == Fence.TRIED)
                .forEach(fence -> violations.add("XID " + fence.xid(), "confirmed or cancelled", fence));
        residue.prepared().forEach(branch -> violations.add("XID " + branch.xid(), "no prepared branch", branch));
        residue.sessions().forEach(session -> violations.add("XID " + session.xid(), "ended at the TC", session));
        residue.locks().forEach(lock -> violations.add("XID " + lock.xid(), "no global lock", lock));
        run.now
                .goods()
                .skus()
                .forEach(sku -> violations.requireEqual("tb_sku " + sku.id() + ", frozen", 0, sku.frozen()));
        run.now.orders().orders().stream()
                .filter(order -> !order.isPlaced())
                .forEach(order ->
                        violations.add("order " + order.id() + " of XID " + order.xid(), "PLACED", order.status()));
        messagesAreAnswered(run, violations);
    }

    private static void undoMayStay(Run run, Undo undo, Violations violations) {
        if (undo.logStatus() == Undo.IMAGES) {
            violations.require(
                    run.isProvenCommitted(undo.xid()),
                    "XID " + undo.xid(),
                    "undo images only of what is proven committed",
                    undo);
        } else {
            violations.require(
                    run.isProvenRolledBack(undo.xid()),
                    "XID " + undo.xid(),
                    "a guard row only of what is proven rolled back",
                    undo);
        }
    }

    private static void messagesAreAnswered(Run run, Violations violations) {
        for (TaskRow task : run.now.orders().tasks()) {
            violations.require(
                    task.isDead() && run.allowance.deadOrders().contains(task.orderId()),
                    "tb_task " + task.id() + " of order " + task.orderId(),
                    "done",
                    task.status() + (task.error() == null ? "" : ": " + task.error()));
        }
        long allowed = run.allowance.deadOrders().size() + run.allowance.foreignDeadLetters();
        long found = run.now.users().deadLetters();
        violations.require(found <= allowed, "dead letters", "at most " + allowed, found);
    }
}
