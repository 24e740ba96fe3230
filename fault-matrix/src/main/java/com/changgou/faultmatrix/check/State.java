package com.changgou.faultmatrix.check;

import com.changgou.proof.Coordinator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that stands in the three databases and at the TC. Plain data: who wants to know what a checker does about a row that is
 * wrong writes one.
 *
 * @param goods the goods service's rows
 * @param orders the order service's rows
 * @param users the user service's rows
 * @param residue what transactions leave while they are open
 */
public record State(Goods goods, Orders orders, Users users, Residue residue) {

    /**
     * The goods service's rows.
     *
     * @param skus all SKUs
     * @param journal what each request took
     */
    public record Goods(List<Sku> skus, List<StockEntry> journal) {}

    /**
     * A SKU.
     *
     * @param id its id
     * @param stock pieces that can be ordered
     * @param frozen pieces that TCC has taken out, and not used up yet
     */
    public record Sku(long id, int stock, int frozen) {}

    /**
     * A row of {@code tb_stock_journal}.
     *
     * @param requestId the request
     * @param skuId what was taken
     * @param quantity how many pieces
     */
    public record StockEntry(String requestId, long skuId, int quantity) {}

    /**
     * The order service's rows.
     *
     * @param orders all orders
     * @param lines their lines
     * @param journal what each request ordered
     * @param tasks orders whose points are not granted yet
     * @param finishedTasks those whose points are
     */
    public record Orders(
            List<OrderRow> orders,
            List<LineRow> lines,
            List<OrderEntry> journal,
            List<TaskRow> tasks,
            List<TaskRow> finishedTasks) {}

    /**
     * A row of {@code tb_order}.
     *
     * @param id the order
     * @param requestId the request that it was placed for
     * @param userId the customer
     * @param status PLACED, or under TCC between the phases PENDING; one that was cancelled leaves no row
     * @param total in minor currency units
     * @param xid the global transaction
     */
    public record OrderRow(String id, String requestId, String userId, String status, long total, String xid) {

        /**
         * Whether it counts.
         *
         * @return false while TCC has it pending
         */
        public boolean isPlaced() {
            return status.equals("PLACED");
        }

        /** One for each full 100. */
        long points() {
            return total / 100;
        }
    }

    /**
     * A row of {@code tb_order_line}.
     *
     * @param orderId the order
     * @param skuId what is ordered
     * @param quantity how many pieces
     * @param price of one piece, in minor currency units
     */
    public record LineRow(String orderId, long skuId, int quantity, long price) {}

    /**
     * A row of {@code tb_order_journal}.
     *
     * @param requestId the request
     * @param orderId the order that was placed for it
     * @param quantity pieces over all lines
     */
    public record OrderEntry(String requestId, String orderId, int quantity) {}

    /**
     * A row of {@code tb_task} or {@code tb_task_his}.
     *
     * @param id the task
     * @param orderId the order that earns the points
     * @param status PENDING, SENDING, SENT, DEAD; DONE where it is finished
     * @param error why it is not done
     */
    public record TaskRow(
            long id,
            String orderId,
            String status,
            @Nullable String error) {

        boolean isDead() {
            return status.equals("DEAD");
        }
    }

    /**
     * The user service's rows and queue.
     *
     * @param users all users
     * @param log what each order earned
     * @param deadLetters messages in the queue of those that can never be granted
     */
    public record Users(List<UserRow> users, List<PointEntry> log, long deadLetters) {}

    /**
     * A row of {@code tb_user}.
     *
     * @param id the user
     * @param points the sum
     */
    public record UserRow(String id, long points) {}

    /**
     * A row of {@code tb_point_log}.
     *
     * @param orderId the order
     * @param userId who earned the points
     * @param point how many
     */
    public record PointEntry(String orderId, String userId, long point) {}

    /**
     * What transactions leave while they are open; some of it may stay.
     *
     * @param undo rows of {@code undo_log}
     * @param fences rows of {@code tcc_fence_log}
     * @param prepared what {@code XA RECOVER} lists
     * @param sessions open global transactions at the TC
     * @param locks global locks at the TC
     */
    public record Residue(
            List<Undo> undo,
            List<Fence> fences,
            List<Prepared> prepared,
            List<Coordinator.Session> sessions,
            List<Coordinator.LockedRow> locks) {}

    /**
     * A row of {@code undo_log}.
     *
     * @param database whose
     * @param xid the global transaction
     * @param branchId the branch
     * @param logStatus 0 images of a branch, 1 guard row of a finished rollback
     */
    public record Undo(String database, String xid, long branchId, int logStatus) {

        static final int IMAGES = 0;
        static final int GUARD = 1;
    }

    /**
     * A row of {@code tcc_fence_log}.
     *
     * @param database whose
     * @param xid the global transaction
     * @param branchId the branch
     * @param status 1 tried, 2 confirmed, 3 cancelled, 4 cancelled before the try
     */
    public record Fence(String database, String xid, long branchId, int status) {

        static final int TRIED = 1;
        static final int CONFIRMED = 2;
        static final int CANCELLED = 3;
        static final int SUSPENDED = 4;

        boolean isCancelled() {
            return status == CANCELLED || status == SUSPENDED;
        }
    }

    /**
     * A prepared branch.
     *
     * @param database whose
     * @param xid the global transaction, as far as Seata made the branch
     * @param id the whole id of the branch
     */
    public record Prepared(String database, String xid, String id) {}
}
