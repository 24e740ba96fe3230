package com.changgou.faultmatrix.cell;

import com.changgou.faultmatrix.check.Invariant;
import java.util.Set;

/**
 * Where Seata itself is wrong: what a cell then shows instead of an invariant that holds. docs/known-hazards.md says more of each.
 *
 * @param source the upstream issue, or the place in its source
 * @param violates the invariants that do not hold before the repair, exactly these; empty where the checker has nothing to find
 */
public record Hazard(String source, Set<Invariant> violates) {}
