/** Pipelines as text: named lists of passes with options. */
grammar Pipeline;

file : (steps | (include | definition)*) EOF ;

include : 'include' STRING ;

definition : 'pipeline' NAME '=' steps ;

steps : step (',' step)* ;

step : NAME settings? ;

settings : '{' (setting (',' setting)*)? '}' ;

setting : NAME '=' value ;

value
  : '-'? (INT | REAL)                    # number
  | '-'? NAME                            # word
  | STRING                               # string
  | '[' (value (',' value)*)? ']'        # list
  ;

NAME : LETTER (LETTER | DIGIT | '.' | '-')* ;
REAL : DIGIT+ ('.' DIGIT+ EXPONENT? | EXPONENT) ;
INT : DIGIT+ ;
STRING : '"' (~["\\\n\r] | '\\' ["\\nt] | '\\u' HEX HEX HEX HEX)* '"' ;

COMMENT : '//' ~[\n]* -> skip ;
BLANK : [ \t\r\n]+ -> skip ;
UNKNOWN : . ;

fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment LETTER : [A-Za-z_] ;
fragment DIGIT : [0-9] ;
fragment HEX : [0-9a-fA-F] ;
