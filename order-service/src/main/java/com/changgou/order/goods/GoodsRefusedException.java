package com.changgou.order.goods;

import org.springframework.http.ProblemDetail;

/** The goods service decided against the deduction: unknown SKU, too little stock. Its problem is passed on as it is. */
public class GoodsRefusedException extends RuntimeException {

    private final ProblemDetail problem;

    GoodsRefusedException(ProblemDetail problem) {
        super(problem.getDetail());
        this.problem = problem;
    }

    /**
     * Why it was refused.
     *
     * @return the goods service's own problem
     */
    public ProblemDetail problem() {
        return problem;
    }
}
