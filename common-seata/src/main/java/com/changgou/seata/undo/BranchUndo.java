package com.changgou.seata.undo;

import java.util.List;

/**
 * The decoded undo log of one branch.
 *
 * @param xid the global transaction
 * @param branchId the branch
 * @param rows the rows that it changed, in the order of its statements
 */
public record BranchUndo(String xid, long branchId, List<RowImage> rows) {}
