package com.changgou.faultmatrix.cell;

/** The fault of a cell did not land: the cell says nothing. */
class NotExercisedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotExercisedException(String why) {
        super(why);
    }

    /** This machine cannot have such a fault. */
    static final class NotPossibleHereException extends NotExercisedException {

        private static final long serialVersionUID = 1L;

        NotPossibleHereException(String why) {
            super(why);
        }
    }
}
