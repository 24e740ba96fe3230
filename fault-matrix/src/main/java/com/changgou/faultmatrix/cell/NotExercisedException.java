package com.changgou.faultmatrix.cell;

/** The fault of a cell did not land, or this machine cannot have it: the cell says nothing. */
final class NotExercisedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotExercisedException(String why) {
        super(why);
    }
}
