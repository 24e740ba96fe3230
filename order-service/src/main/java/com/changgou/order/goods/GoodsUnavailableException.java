package com.changgou.order.goods;

/** The goods service gave no decision. It may have written its branch: the global rollback takes care of that. */
public class GoodsUnavailableException extends RuntimeException {

    GoodsUnavailableException(Throwable cause) {
        super("The goods service did not answer the deduction: " + cause.getMessage(), cause);
    }
}
