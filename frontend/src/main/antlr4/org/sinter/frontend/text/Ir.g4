/** Graphs, kernels and programs as text. */
grammar Ir;

file : (graph | kernel | program)* EOF ;

graph
  : 'graph' title? '(' (param (',' param)*)? ')' knowledge '{' node* results '}'
  ;

param : VALUE ':' type ;

/** What is known of symbols. */
knowledge
  : ('where' bound (',' bound)*)? ('requires' constraint (',' constraint)*)?
  ;

bound
  : name '>=' INT               # least
  | name '<=' INT               # most
  | 'measured' name '<=' sum    # measured
  ;

constraint : sum ('=' | '<=') sum ;

node : defined += VALUE (',' defined += VALUE)* '=' title attributes? operand += VALUE* ':' type (',' type)* ;

attributes : '{' (attribute (',' attribute)*)? '}' ;

attribute : title '=' argument ;

argument : list | graph | loopKind | expression ;

list : '[' (argument (',' argument)*)? ']' ;

results : 'return' (result (',' result)*)? ;

result : VALUE ('as' name)? ;

type : NAME '[' (sum (',' sum)*)? ']' ;

kernel
  : 'kernel' title '(' inputs = buffers? ')' '->' '(' outputs = buffers? ')' knowledge block
  ;

buffers : buffer (',' buffer)* ;

buffer : name ':' type ;

block : '{' statement* '}' ;

statement
  : loopKind name '<' sum block                     # loop
  | 'if' expression block ('else' block)?           # branch
  | 'alloc' buffer block                            # alloc
  | 'let' name '=' expression block                 # let
  | 'prefetch' name '[' arguments? ']'              # prefetch
  | 'check' expression ',' STRING                   # check
  | 'measure' name '=' expression                   # measure
  | name '[' arguments? ']' '=' expression          # store
  | block                                           # nested
  ;

program
  : 'program' title '(' (param (',' param)*)? ')' '->' '(' buffers? ')' knowledge
    '{' 'arena' sum node* kernel* call* '}'
  ;

call : title '(' (place (',' place)*)? ')' ('{' rename (',' rename)* '}')? ;

place
  : VALUE                       # known
  | name                        # output
  | 'arena' '[' sum ']'         # offset
  ;

rename : name '=' sum ;

loopKind : 'serial' | 'parallel' | 'vector' | 'unrolled' ;

expression : sum (('<' | '<=' | '==') sum)? ;

sum : product (('+' | '-') product)* ;

product : factor (('*' | '/') factor)* ;

factor : '-'? primary ;

primary
  : (INT | REAL)                # number
  | ('true' | 'false')          # truth
  | NAME '(' arguments ')'      # apply
  | name '[' arguments? ']'     # load
  | name                        # variable
  | '(' expression ')'          # parentheses
  ;

arguments : expression (',' expression)* ;

name : NAME | STRING ;

/** A name that may hold dashes and keywords. */
title : word ('-' (word | INT))* | STRING ;

word
  : NAME | loopKind | 'graph' | 'kernel' | 'program' | 'arena' | 'where' | 'requires' | 'measured' | 'return' | 'as'
  | 'if' | 'else' | 'alloc' | 'check' | 'measure' | 'let' | 'prefetch' | 'true' | 'false'
  ;

VALUE : '%' (LETTER (LETTER | DIGIT | '.')* | DIGIT+ | QUOTED) ;
NAME : LETTER (LETTER | DIGIT | '.')* ;
REAL : DIGIT+ ('.' DIGIT+ EXPONENT? | EXPONENT) ;
INT : DIGIT+ ;
STRING : QUOTED ;

COMMENT : '//' ~[\n]* -> skip ;
BLANK : [ \t\r\n]+ -> skip ;
UNKNOWN : . ;

fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment LETTER : [A-Za-z_] ;
fragment DIGIT : [0-9] ;
fragment QUOTED : '"' (~["\\\n\r] | '\\' ["\\nt] | '\\u' HEX HEX HEX HEX)* '"' ;
fragment HEX : [0-9a-fA-F] ;
